import { Textarea } from '@mantine/core'

interface ReasonInputProps {
  label?: string
  isRequired?: boolean
  value: string
  onChange: (reason: string) => void
}

/** Why something that production feels is done. */
export function ReasonInput(props: ReasonInputProps) {
  const { label = 'Reason', isRequired = false, value, onChange } = props
  return (
    <Textarea
      label={label}
      description="Kept in the audit trail."
      required={isRequired}
      autosize
      minRows={2}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
