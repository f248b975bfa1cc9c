import { join } from 'node:path';
import { forgetBuild, isBuilt, rememberBuild } from './build-stamp.mjs';
import { runCommand } from './command.mjs';

/** Nx and Next.js send no telemetry, and no daemon outlives the command. */
const QUIET_BUILD = {
  NX_DAEMON: 'false',
  NX_NO_CLOUD: 'true',
  NX_TUI: 'false',
  NEXT_TELEMETRY_DISABLED: '1',
  FORCE_COLOR: '0',
};

/**
 * Builds what is out of date; Nx takes the rest from its cache.
 *
 * @param {{ root: string, logFile: string, signal: AbortSignal, steps: import('./steps.mjs').Steps }} setup
 */
export async function ensureBuilt({ root, logFile, signal, steps }) {
  if (isBuilt(root)) return;
  forgetBuild(root);
  await steps.step(
    'build',
    'checking for changes',
    async (progress) => {
      const nx = join(root, 'node_modules', '.bin', 'nx');
      let built = 0;
      let cached = 0;
      await runCommand(process.execPath, [nx, 'run-many', '-t', 'build', '--outputStyle=static'], {
        cwd: root,
        env: QUIET_BUILD,
        logFile,
        signal,
        telling: /error TS\d+|Error: /,
        cure: 'the lines above name the file to fix; after switching branches, try `npx nx reset`',
        onLine: (line) => {
          const task = /nx run (\S+):build(.*)/.exec(line);
          if (task === null) return;
          if (/cache/.test(task[2] ?? '')) cached += 1;
          else built += 1;
          progress(`${task[1]} (${built + cached})`);
        },
      });
      return { built, cached };
    },
    ({ built, cached }) => (built === 0 ? `up to date, ${cached} projects` : `${built} built, ${cached} up to date`),
  );
  rememberBuild(root);
}
