import { Autocomplete, TextInput } from '@mantine/core'
import { nameSchema } from '#shared/contract/base.ts'
import { useFacetNames } from './list/list-store.ts'

interface NameFieldsProps {
  name: string
  category: string
  onName: (name: string) => void
  onCategory: (category: string) => void
  /** What a name is for, for who gives the first one. */
  description?: string
}

/** What a template is called, with what is wrong with that, and the category it is listed under. */
export function NameFields({ name, category, onName, onCategory, description }: NameFieldsProps) {
  const { categories } = useFacetNames()
  return (
    <>
      <TextInput
        label="Name"
        description={description}
        data-autofocus
        required
        value={name}
        error={complaintOf(name)}
        onChange={(event) => onName(event.currentTarget.value)}
      />
      <Autocomplete
        size="xs"
        label="Category"
        data={categories}
        value={category}
        onChange={onCategory}
      />
    </>
  )
}

/** Nothing is wrong with a name that is not begun. */
const complaintOf = (name: string) =>
  name === '' ? undefined : nameSchema.safeParse(name).error?.issues[0]?.message

export const isName = (name: string): boolean => nameSchema.safeParse(name).success
