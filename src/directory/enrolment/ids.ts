/** Of the list of people. */
export const peopleIds = {
  window: 'directory.people',
  open: 'directory.people.open',
  filter: 'directory.people.filter',
  find: 'directory.people.find',
  previous: 'directory.people.page.prev',
  next: 'directory.people.page.next',
  remove: 'directory.people.remove',
  csv: 'directory.people.csv',
} as const

/** Of the form by which people are added; a field’s block has the id of its element. */
export const enrolIds = {
  open: 'directory.enrol',
  check: 'directory.enrol.check',
  apply: 'directory.enrol.apply',
  people: 'directory.enrol.people',
  channel: 'directory.enrol.channel',
  everyone: 'directory.enrol.everyone',
  file: 'directory.enrol.file',
  paste: 'directory.enrol.paste',
} as const
