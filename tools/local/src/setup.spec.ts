import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { hasEnded } from './testing/has-ended';

const SETUP = join(__dirname, '..', 'setup');
let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lintel-setup-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The set-up runs before any package is installed, as plain Node.js, so it is tested in a separate plain Node.js. */
async function evaluate(module: string, expression: string): Promise<unknown> {
  const code = `import * as setup from ${JSON.stringify(join(SETUP, module))};
    Promise.resolve().then(() => (${expression})).then(
      (result) => console.log(JSON.stringify({ result })),
      (error) => console.log(JSON.stringify({ result: error.message })));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]);
  return (JSON.parse(stdout) as { result?: unknown }).result;
}
const lock = (packages: Record<string, unknown>): string => JSON.stringify({ lockfileVersion: 3, packages });

describe('the set-up', () => {
  it('rejects an old Node.js and names the required version', async () => {
    expect(await evaluate('node-version.mjs', `setup.requireNode('18.20.4')`)).toMatch(
      /expected: Node\.js 20\.19 or newer\n *received: Node\.js 18\.20\.4\n *cure: /,
    );
    expect(await evaluate('node-version.mjs', `setup.requireNode('20.18.3')`)).toMatch('too old');
    for (const good of ['20.19.0', '22.0.0', '24.1.0']) {
      expect(await evaluate('node-version.mjs', `setup.requireNode('${good}')`)).toBeUndefined();
    }
  });

  it('installs packages again exactly when node_modules differs from the lock file', async () => {
    const upToDate = (): Promise<unknown> => evaluate('packages.mjs', `setup.packagesMatchLock('${folder}')`);
    const wanted = {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    };
    writeFileSync(join(folder, 'package-lock.json'), lock(wanted));
    expect(await upToDate()).toBe(false);
    mkdirSync(join(folder, 'node_modules'));
    const installed = join(folder, 'node_modules', '.package-lock.json');
    writeFileSync(installed, lock({ 'node_modules/a': { version: '1.0.0' } }));
    expect(await upToDate()).toBe(true);
    writeFileSync(installed, lock({ 'node_modules/a': { version: '1.0.1' } }));
    expect(await upToDate()).toBe(false);
    writeFileSync(
      installed,
      lock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.9.0', optional: true } }),
    );
    expect(await upToDate()).toBe(false);
  });

  it('builds again exactly when a source has changed or an output is missing', async () => {
    const write = (path: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), path);
    };
    const files = ['nx.json', 'package-lock.json', 'package.json', 'tsconfig.base.json'];
    [...files, 'apps/shop/main.ts', 'libs/data/dist/index.js', 'tools/cli/main.ts'].forEach(write);
    const isBuilt = (): Promise<unknown> => evaluate('build-stamp.mjs', `setup.isBuilt('${folder}')`);
    const remember = (): Promise<unknown> => evaluate('build-stamp.mjs', `setup.rememberBuild('${folder}')`);
    expect(await isBuilt()).toBe(false);
    await remember();
    expect(await isBuilt()).toBe(true);
    write('libs/data/new.ts');
    expect(await isBuilt()).toBe(false);
    await remember();
    rmSync(join(folder, 'libs/data/dist'), { recursive: true });
    expect(await isBuilt()).toBe(false);
  });

  it('counts a suite that could not run as a failed test', async () => {
    const result = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      numRuntimeErrorTestSuites: 2,
    };
    expect(await evaluate('test-counts.mjs', `setup.countTests(${JSON.stringify(result)})`)).toBe('3 passed, 3 failed');
    expect(
      await evaluate('test-counts.mjs', `setup.countTests(${JSON.stringify({ ...result, numPendingTests: 4 })})`),
    ).toBe('3 passed, 3 failed, 4 skipped');
  });

  it("rejects an unknown option and an invalid port, and resolves a folder against the caller's", async () => {
    const read = (argv: string[]): Promise<unknown> =>
      evaluate(
        'start-options.mjs',
        `setup.readStartOptions(${JSON.stringify(argv)}, { root: '/r', cwd: '/home/ann' })`,
      );
    expect(await read(['--prot', '80'])).toMatch(/--prot[^]*cure: +npm start -- --help/);
    expect(await read(['--port', '80a'])).toMatch('received: 80a');
    expect(await read(['--port', '70000'])).toMatch('received: 70000');
    expect(await read([])).toEqual({ help: false, dataDir: '/r/.lintel', kafka: false, train: true });
    expect(await read(['--port', '8080', '--data-dir', 'demo', '--kafka', '--no-train'])).toEqual({
      help: false,
      port: 8080,
      dataDir: '/home/ann/demo',
      kafka: true,
      train: false,
    });
  });

  it.each(['start.mjs', 'test.mjs', 'kafka/start.mjs'])(
    '%s prints its options for --help, and starts nothing',
    async (script) => {
      const run = promisify(execFile);
      const { stdout } = await run(process.execPath, [join(SETUP, '..', script), '--help']);
      expect(stdout).toMatch(/^npm (start|test|run kafka) -- /);
    },
  );

  it('says what --kafka needs if it is missing, and how to get it', async () => {
    const required = (java: string, mvn: string): Promise<unknown> =>
      evaluate('kafka-tools.mjs', `setup.requireKafkaTools({ java: '${java}', mvn: '${mvn}', jars: '${folder}' })`);
    const program = (name: string, says: string): string => {
      writeFileSync(join(folder, name), `#!/bin/sh\necho '${says}' >&2\n`, { mode: 0o755 });
      return join(folder, name);
    };
    const java = program('java', 'openjdk version "17.0.13" 2024-10-15');
    expect(await required('no-such-java', 'true')).toMatch(/Java 17[^]*not installed[^]*cure: .*openjdk-17/);
    expect(await required(program('old', 'java version "1.8.0_402"'), 'true')).toMatch(/received: Java 8/);
    expect(await required(java, 'no-such-mvn')).toMatch(/Maven[^]*cure: .*install maven/);
    expect(await required(java, 'true')).toBeUndefined();
    mkdirSync(join(folder, '4.4.0'));
    expect(await required(java, 'no-such-mvn')).toBeUndefined();
  });

  it('stops a command together with all processes that it started', async () => {
    const pidFile = join(folder, 'pid');
    const script = `sleep 60 & echo $! > ${pidFile}.new; mv ${pidFile}.new ${pidFile}; wait`;
    await evaluate(
      'command.mjs',
      `(async () => {
        const { existsSync } = await import('node:fs');
        const stop = new AbortController();
        const options = { cwd: '/', logFile: '${folder}/log', signal: stop.signal, cure: '' };
        const command = setup.runCommand('sh', ['-c', ${JSON.stringify(script)}], options).catch(() => {});
        while (!existsSync('${pidFile}')) await new Promise((resolve) => setTimeout(resolve, 20));
        stop.abort();
        await command;
      })()`,
    );
    expect(await hasEnded(Number(readFileSync(pidFile, 'utf8')))).toBe(true);
  });

  it('shows the last lines and the cure of a failed command', async () => {
    const outcome = await evaluate(
      'command.mjs',
      `setup.runCommand('sh', ['-c', 'echo no space left; exit 4'], {
        cwd: '/', logFile: '${folder}/log', signal: new AbortController().signal, cure: 'free some disk space',
      })`,
    );
    expect(outcome).toMatch(/failed \(exit code 4\)[^]*no space left[^]*cure: +free some disk space \(full output: /);
  });
});

describe('one supervisor per data folder', () => {
  const holder = async (): Promise<ChildProcess> => {
    const code = `import { claimInstance } from ${JSON.stringify(join(SETUP, 'instance.mjs'))};
      const { describe } = await claimInstance(${JSON.stringify(folder)});
      describe('serving http://localhost:4321');
      console.log('held');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    return child;
  };
  const claimHere = (): Promise<unknown> => evaluate('instance.mjs', `setup.claimInstance('${folder}')`);

  it('shows a second one where the first one serves', async () => {
    const first = await holder();
    expect(await claimHere()).toMatch(`(process ${first.pid}): serving http://localhost:4321`);
  });

  it('takes over from a supervisor that was killed with kill -9', async () => {
    const first = await holder();
    first.kill('SIGKILL');
    await new Promise((resolve) => first.once('exit', resolve));
    expect(existsSync(join(folder, 'instance.json'))).toBe(true);
    expect(await claimHere()).toEqual({});
  });

  it('lets exactly one of many that start at the same moment through', async () => {
    const code = `import { claimInstance } from ${JSON.stringify(join(SETUP, 'instance.mjs'))};
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => claimInstance(${JSON.stringify(folder)})));
      console.log(outcomes.filter(({ status }) => status === 'fulfilled').length);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]);
    expect(stdout.trim()).toBe('1');
  });

  it('says what to do if the data folder is not writable', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await evaluate('instance.mjs', `setup.claimInstance('${folder}/file')`)).toMatch(
      /data folder .*file is not writable[^]*cure: .*--data-dir/,
    );
  });
});
