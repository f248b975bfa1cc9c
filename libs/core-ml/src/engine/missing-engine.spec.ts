import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

// A child process compiles its sources first.
jest.setTimeout(60_000);

const REPOSITORY = join(__dirname, '..', '..', '..', '..');

/**
 * Runs a script in a process where the tfjs package finds no compiled binding, as on a machine
 * on which the engine was never installed.
 * @returns what the script wrote
 */
async function runWithoutEngine(script: string): Promise<string> {
  const hideBinding = `require('@mapbox/node-pre-gyp/lib/pre-binding').find = () => '/absent/tfjs_binding.node';`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@lintel/source', '--require', './typescript-register.cjs', '--eval', hideBinding + script],
    { cwd: REPOSITORY },
  );
  return stdout;
}

describe('a machine without the native engine', () => {
  it('can import both entry points of the library without loading TensorFlow', async () => {
    const loaded = await runWithoutEngine(`
      require('./libs/core-ml/src/index.ts');
      require('./libs/core-ml/src/training-side.ts');
      console.log(Object.keys(require.cache).filter((file) => file.includes('@tensorflow')).length);`);
    expect(loaded).toBe('0\n');
  });

  it('gets an error with the installation command on training', async () => {
    const error = await runWithoutEngine(`
      const { loadTensorFlow } = require('./libs/core-ml/src/engine/tensorflow.ts');
      try { loadTensorFlow(); } catch (error) { console.log(JSON.stringify(error)); }`);
    expect(JSON.parse(error)).toMatchObject({
      code: 'ENGINE_MISSING',
      received: expect.stringContaining('/absent/tfjs_binding.node') as string,
      cure: expect.stringContaining('npm run engine') as string,
    });
  });
});
