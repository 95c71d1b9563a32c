import { describe, expect, it } from 'vitest'
import { canAct, channelName, directoryOf, timeThere } from '../../../sandbox/page/directory.js'
import { BOARD, GENERAL, IVAN, MARIA, NOW } from './drawn.ts'

const BERLINER = { ...IVAN, zone: 'Europe/Berlin' }
const directory = directoryOf(IVAN.id, [BERLINER, MARIA], [GENERAL, BOARD])

describe('a directory', () => {
  it('finds people and channels by their ids, and nobody by another', () => {
    expect([directory.person(MARIA.id)?.name, directory.channel(BOARD.id)?.name]).toEqual(['Maria Kowalska', 'board'])
    expect([directory.person('U9'), directory.channel('C9')]).toEqual([undefined, undefined])
  })

  it('lives by its reader’s clock, or by the world’s', () => {
    expect(directory.zone).toBe('Europe/Berlin')
    expect(directoryOf(MARIA.id, [BERLINER, MARIA], []).zone).toBe('UTC')
  })
})

describe('the name of a conversation', () => {
  it.each([
    ['a channel', GENERAL, 'general'],
    ['the app’s own', { ...GENERAL, kind: 'im' as const, members: [IVAN.id] }, 'NATS Level'],
    [
      'several people’s, without the reader',
      { ...GENERAL, kind: 'mpim' as const, members: [IVAN.id, MARIA.id, 'U9'] },
      'Maria Kowalska, U9, NATS Level',
    ],
  ])('is what its reader knows it by: %s', (_, channel, name) => {
    expect(channelName(channel, directory, 'NATS Level')).toBe(name)
  })
})

describe('somebody', () => {
  it.each([
    ['a member', {}, true],
    ['a guest', { isGuest: true }, true],
    ['a bot', { isBot: true }, false],
    ['someone deactivated', { isDeleted: true }, false],
    ['someone invited', { isInvited: true }, false],
    ['Slackbot', { id: 'USLACKBOT' }, false],
  ])('can be acted as or not: %s', (_, more, isAble) => {
    expect(canAct({ ...IVAN, ...more })).toBe(isAble)
  })
})

describe('the clock on a wall', () => {
  it.each([
    ['Europe/Berlin', '10:00'],
    ['Asia/Kolkata', '14:30'],
    [null, ''],
  ])('in %s shows “%s”', (zone, time) => {
    expect(timeThere(zone, NOW)).toBe(time)
  })
})
