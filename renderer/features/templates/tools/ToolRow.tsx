import { ActionIcon, Button, Textarea, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Tool } from '#shared/contract/template.ts'
import { toolNameComplaint } from '#shared/domain/tools/read.ts'
import classes from '../inputs/InputsPane.module.css'
import { NameInput } from '../schema/NameInput.tsx'
import { Members } from '../schema/SchemaFields.tsx'
import { membersOf, type Schema, unseenKeywords, withMembers } from '../schema/schema.ts'

interface ToolRowProps {
  tool: Tool
  others: ReadonlySet<string>
  onChange: (tool: Omit<Tool, 'parameters'> & { parameters: Schema }) => void
  onRemove: () => void
}

/** One function: its name, what it is for in words that the model reads, and its arguments. */
export function ToolRow({ tool, others, onChange, onRemove }: ToolRowProps) {
  const { name, description, parameters } = tool
  const [isOpen, setOpen] = useState(false)
  const members = membersOf(parameters)
  const unseen = unseenKeywords(parameters)
  return (
    <fieldset className={classes.tool} aria-label={`Tool ${name}`}>
      <div className={classes.rowHead}>
        <NameInput
          label={`Name of tool ${name}`}
          name={name}
          complain={(text) => (text === name ? null : toolNameComplaint(text, others))}
          onRename={(to) => onChange({ ...tool, name: to })}
        />
        <Button
          variant="subtle"
          size="compact-xs"
          aria-expanded={isOpen}
          aria-label={`Arguments of ${name}`}
          onClick={() => setOpen(!isOpen)}
        >
          Arguments ({members.length})
        </Button>
        <Tooltip label={`Remove ${name}`}>
          <ActionIcon ml="auto" aria-label={`Remove ${name}`} onClick={onRemove}>
            <IconTrash size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <Textarea
        aria-label={`Description of ${name}`}
        placeholder="What it does and when to call it, for the model"
        autosize
        maxRows={5}
        maxLength={5000}
        value={description}
        onChange={(event) => onChange({ ...tool, description: event.currentTarget.value })}
      />
      {isOpen && (
        <div className={classes.toolArguments}>
          <Members
            of={name}
            members={members}
            onChange={(next) =>
              onChange({
                ...tool,
                parameters: withMembers({ ...parameters, type: 'object' }, next),
              })
            }
          />
          {unseen.length > 0 && <div>Its JSON says more: {unseen.join(', ')}.</div>}
        </div>
      )}
    </fieldset>
  )
}
