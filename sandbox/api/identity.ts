import { type Method, yes } from './answer.ts'

export const authTest: Method = {
  required: {},
  optional: {},
  answer: ({ workspace, addresses }) => {
    const { team } = workspace.company
    return yes({
      url: `${addresses.own}/`,
      team: team.name,
      user: workspace.people.get(workspace.bot.userId)?.handle ?? '',
      team_id: team.id,
      user_id: workspace.bot.userId,
      bot_id: workspace.bot.botId,
      is_enterprise_install: false,
    })
  },
}

/** Says back what it was told; the one method that needs no token. */
export const apiTest: Method = {
  token: 'none',
  required: {},
  optional: { foo: 'text', error: 'text' },
  answer: (_slack, given) =>
    typeof given.error === 'string' ? { ok: false, error: given.error, args: given } : yes({ args: given }),
}
