import { happens, shown, typed } from '../deeds.ts'

/** What more than one room is met in. */

export const opened = happens('app_home_opened', (user) => ({ user, tab: 'home', channel: 'D1', event_ts: '1.2' }))
export const tab = shown('member', opened)
export const help = shown('member', typed('help'))
export const adminHelp = shown('admin', typed('admin'))
export const people = shown('admin', typed('admin people'))
