import { type Method, yes } from './answer.ts'

/** Gives out the address of one socket. With Socket Mode off Slack does so too, with a warning, and sends nothing there. */
export const appsConnectionsOpen: Method = {
  token: 'app',
  required: {},
  optional: {},
  answer: ({ sockets, addresses }) => {
    const url = `${addresses.own.replace(/^http/, 'ws')}${sockets.issueAddress()}`
    return yes(sockets.isOn() ? { url } : { url, response_metadata: { messages: [OFF] } })
  },
}

const OFF = '[WARN] Socket Mode is not turned on.'
