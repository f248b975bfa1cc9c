import { LintelError } from '@lintel/contracts';
import { cpSync, existsSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const BINDING = join('node_modules', '@tensorflow', 'tfjs-node-gpu', 'lib', 'napi-v8', 'tfjs_binding.node');

/**
 * Copies the installed native engine to `<out>/engine` and links it to the package that loads it. The binding finds its
 * libraries by relative paths, so the layout is kept.
 * @throws LintelError ENGINE_MISSING if it is not installed
 */
export function bringEngine(root: string, out: string): void {
  const link = join(root, BINDING);
  if (!existsSync(link)) {
    throw new LintelError('ENGINE_MISSING', {
      problem: 'The native engine, which the role `train` requires, is not installed.',
      cure: 'Run `npm run engine` first.',
    });
  }
  // …/<release>/binding/<version>/tfjs_binding.node
  const binding = realpathSync(link);
  const release = dirname(dirname(dirname(binding)));
  /** Needed to compile the binding, not to run it. */
  const unused = [join(release, 'site', 'tensorflow', 'include'), join(dirname(binding), 'sources')];
  const target = join(out, 'engine');
  for (const part of ['site', relative(release, dirname(binding))]) {
    cpSync(join(release, part), join(target, part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !unused.includes(path),
    });
  }
  const newLink = join(out, BINDING);
  mkdirSync(dirname(newLink), { recursive: true });
  rmSync(newLink, { force: true });
  symlinkSync(relative(dirname(newLink), join(target, relative(release, binding))), newLink);
}
