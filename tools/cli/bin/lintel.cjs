#!/usr/bin/env node
/** Starts the command line; builds it first if a fresh clone has no build yet. */
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { dependencies } = require('../package.json');

const root = join(__dirname, '..', '..', '..');
const main = join(__dirname, '..', 'dist', 'main.js');

function isBuilt() {
  const libraries = Object.keys(dependencies).filter((name) => name.startsWith('@lintel/'));
  return [main, ...libraries].every((name) => {
    try {
      return existsSync(require.resolve(name));
    } catch {
      return false;
    }
  });
}

if (!isBuilt()) {
  process.stderr.write('Building the command line (once, about half a minute) …\n');
  const nx = join(root, 'node_modules', '.bin', 'nx');
  const { status, stdout, stderr } = spawnSync(process.execPath, [nx, 'build', '@lintel/cli', '--outputStyle=static'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false' },
  });
  if (status !== 0) {
    process.stderr.write(`${stdout ?? ''}${stderr ?? ''}
The command line could not be built.
  cure:     Install the packages (npm ci --ignore-scripts) in ${root}, then run \`npx nx build @lintel/cli\`.\n`);
    process.exit(1);
  }
}
require(main);
