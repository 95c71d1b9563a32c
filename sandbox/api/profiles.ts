import type { ProfileField } from '../company.ts'
import { type Json, text } from '../json.ts'
import { profileObject } from '../users.ts'
import { type Method, no, yes } from './answer.ts'

export const usersProfileGet: Method = {
  required: {},
  optional: { user: 'text', include_labels: 'flag' },
  answer: ({ workspace, installation, time }, given) => {
    const person = workspace.people.get(text(given.user) || workspace.bot.userId)
    if (!person) return no('user_not_found')
    const { profileFields = [] } = workspace.company
    const told = Object.entries(person.fields ?? {}).map(([id, value]) => [
      id,
      given.include_labels === true ? { ...value, label: labelOf(profileFields, id) } : value,
    ])
    const withEmail = installation.has('users:read.email')
    // Nothing filled in is null, not an empty object.
    const fields: Json | null = told.length > 0 ? Object.fromEntries(told) : null
    return yes({ profile: { ...profileObject(person, time.now(), { withEmail }), fields } })
  },
}

function labelOf(fields: readonly ProfileField[], id: string): string {
  return fields.find((field) => field.id === id)?.label ?? ''
}

/** The workspace's own fields, in the order in which its admins put them. */
export const teamProfileGet: Method = {
  required: {},
  optional: { visibility: 'text' },
  answer: ({ workspace }) =>
    yes({ profile: { fields: (workspace.company.profileFields ?? []).map(fieldObject), sections: [] } }),
}

function fieldObject({ id, label, type, hint = '', options }: ProfileField, ordering: number): Json {
  return {
    id,
    ordering,
    field_name: label.toLowerCase().replaceAll(' ', '_'),
    label,
    hint,
    type,
    possible_values: options ?? null,
    options: null,
    is_hidden: false,
    is_inverse: false,
  }
}
