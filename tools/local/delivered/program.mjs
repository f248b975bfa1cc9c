import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 100;
/** Terminal control sequences. */
const CONTROL = /\x1b\[[0-9;]*[A-Za-z]/g;

/**
 * A shell command in a process group of its own, as a terminal starts it.
 *
 * @param {string} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 */
export function startProgram(command, { cwd, env }) {
  const child = spawn('bash', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text.replaceAll(CONTROL, '')));
  }
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));

  return {
    output: () => output,
    ended,
    /** Does what Ctrl-C does: every process of the group gets SIGINT. */
    interrupt: () => process.kill(-(child.pid ?? 0), 'SIGINT'),
    kill: () => {
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {
        // It has ended.
      }
    },
    /**
     * @param {RegExp} pattern
     * @param {number} withinMs
     * @param {RegExp} [failure] output that fails the wait at once
     * @returns {Promise<RegExpExecArray>}
     */
    async says(pattern, withinMs, failure) {
      const until = Date.now() + withinMs;
      for (;;) {
        const found = pattern.exec(output);
        if (found !== null) return found;
        const failed = failure?.exec(output);
        if (failed) throw new Error(`\`${command}\` printed "${failed[0]}":\n${output}`);
        if (hasEnded) throw new Error(`\`${command}\` ended and did not print ${pattern}:\n${output}`);
        if (Date.now() > until)
          throw new Error(`\`${command}\` did not print ${pattern} in ${withinMs / 1000} s:\n${output}`);
        await sleep(LOOK_EVERY_MS);
      }
    },
  };
}
