import { join } from 'node:path';
import { type EngineRelease, TENSORFLOW_VERSION } from './engine-release';

/** Where the parts of one installed engine lie. */
export interface EngineLayout {
  readonly folder: string;
  /** Downloaded files, until the engine is complete. */
  readonly wheels: string;
  /** The wheels' contents side by side, as Python would lay them: the libraries find each other by that. */
  readonly site: string;
  readonly include: string;
  readonly coreLibrary: string;
  readonly frameworkLibrary: string;
  /** The compiled binding. It appears here when it has been verified. */
  readonly binding: string;
  /** Where it is compiled, in a folder of the same depth: it finds the libraries by relative paths. */
  readonly newBinding: string;
  /** Written last: while it is missing, the engine isn't complete. */
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
