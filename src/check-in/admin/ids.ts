/** Of what admins meet around rounds; a field’s block has the id of its element. */
export const roundIds = {
  window: 'check-in.round',
  open: 'check-in.round.open',
  start: 'check-in.round.start',
  pause: 'check-in.round.pause',
  resume: 'check-in.round.resume',
  test: 'check-in.round.test',
  why: 'check-in.round.why',
  close: 'check-in.round.close',
  cancel: 'check-in.round.cancel',
  csv: 'check-in.round.csv',
} as const

export const previewIds = {
  window: 'check-in.round.preview',
  open: 'check-in.round.preview',
  filter: 'check-in.round.filter',
  find: 'check-in.round.find',
  previous: 'check-in.round.page.prev',
  next: 'check-in.round.page.next',
} as const

/** What stands in the place of the question’s own buttons in a test of it. */
export const testIds = {
  stillRight: 'check-in.round.test.still-right',
  update: 'check-in.round.test.update',
  notNow: 'check-in.round.test.not-now',
} as const

export const scheduleIds = {
  open: 'check-in.schedule.open',
  save: 'check-in.schedule.save',
  when: 'check-in.schedule.when',
  cron: 'check-in.schedule.cron',
  zone: 'check-in.schedule.zone',
  days: 'check-in.schedule.days',
  reminders: 'check-in.schedule.reminders',
  close: 'check-in.schedule.close',
} as const
