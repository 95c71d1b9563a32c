import { expect, test } from 'vitest'
import { peopleIn } from '../../src/directory/command.ts'

test('it finds the people and channels that were chosen from the list, once each, and leaves the rest', () => {
  expect(
    peopleIn('enrol <@U0IVANPET|ivan> and <@W0MARIAKOW> <#C0GENERAL|general> <@U0IVANPET|ivan>  <#G0SECRET|> now'),
  ).toEqual({
    slackIds: ['U0IVANPET', 'W0MARIAKOW'],
    channelIds: ['C0GENERAL', 'G0SECRET'],
    rest: 'enrol and now',
  })
})

test.each(['', '   ', '@ivan', '<@ivan>', '<@U0IVANPET', '&lt;@U0IVANPET&gt;', '<!channel>', '<#general>'])(
  'it finds nobody in “%s”',
  (typed) => {
    expect(peopleIn(typed)).toEqual({ slackIds: [], channelIds: [], rest: typed.trim() })
  },
)
