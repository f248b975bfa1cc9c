import { join } from 'node:path';
import { type EngineRelease, TENSORFLOW_VERSION } from './engine-release';

/** Paths of the parts of one installed engine. */
export interface EngineLayout {
  readonly folder: string;
  /** Downloaded files, kept until the engine is complete. */
  readonly wheels: string;
  /**
   * The contents of the wheels side by side, as Python installs them: the libraries find each other by relative paths.
   */
  readonly site: string;
  readonly include: string;
  readonly coreLibrary: string;
  readonly frameworkLibrary: string;
  /** The compiled binding. It appears here after it was verified. */
  readonly binding: string;
  /** Where it is compiled: a folder at the same depth, because it finds the libraries by relative paths. */
  readonly newBinding: string;
  /** Written last: if it is missing, the engine isn't complete. */
  readonly marker: string;
  readonly lock: string;
}

/** @param bindingVersion version of the tfjs package whose binding is compiled, and the revision of its sources */
export function engineLayout(cache: string, release: EngineRelease, bindingVersion: string): EngineLayout {
  const folder = join(cache, 'libtensorflow', `${TENSORFLOW_VERSION}-${release.flavour}-${release.platform}`);
  const site = join(folder, 'site');
  return {
    folder,
    wheels: join(folder, 'wheels'),
    site,
    include: join(site, 'tensorflow', 'include'),
    coreLibrary: join(site, 'tensorflow', release.libraries.core),
    frameworkLibrary: join(site, 'tensorflow', release.libraries.framework),
    binding: join(folder, 'binding', bindingVersion, 'tfjs_binding.node'),
    newBinding: join(folder, 'binding', `${bindingVersion}.part`, 'tfjs_binding.node'),
    marker: join(folder, 'engine.json'),
    lock: `${folder}.lock`,
  };
}
