/** What a browser sees at the sandbox's address. */
export function welcomePage(address: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A small Slack</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem } pre { overflow-x: auto; padding: 1rem; background: #f4f4f4 }</style>
<h1>A small Slack</h1>
<p>This is a strict imitation of a Slack workspace, for trying and testing an app on this machine. It is driven over HTTP;
whom to act as is in <a href="/control/state">/control/state</a>, what happened in <a href="/control/journal">/control/journal</a>.</p>
<pre>
# type a command
curl -s ${address}/control/command -d '{"user":"U0IVANPET","text":"/nats-level"}'

# look at the open window, fill it in, press its button
curl -s '${address}/control/view?user=U0IVANPET'
curl -s ${address}/control/submit -d '{"user":"U0IVANPET","values":{"Your role":"Backend Developer (Go)","assessment.level":"middle"}}'

# press a button, open the Home tab, read the messages
curl -s ${address}/control/click -d '{"user":"U0IVANPET","action":"Back"}'
curl -s '${address}/control/home?user=U0IVANPET'
curl -s '${address}/control/messages?user=U0IVANPET'
</pre>
<p>Every route is described in <code>sandbox/README.md</code>.</p>
</html>
`
}
