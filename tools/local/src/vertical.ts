import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A deployable of `apps/*`, as it lies in the workspace after a build. */
export interface Vertical {
  readonly name: string;
  /** For a person. */
  readonly title: string;
  readonly main: string;
  /** Trains the first model. Absent: the vertical has none. */
  readonly trainer?: string;
  /** Static export of its web app. */
  readonly web?: string;
}

const manifestSchema = z.object({ description: z.string().optional() });

/** Every vertical with a built api. */
export function findVerticals(root: string): readonly Vertical[] {
  return readdirSync(join(root, 'apps')).flatMap((name) => {
    const folder = join(root, 'apps', name);
    const main = join(folder, 'api', 'dist', 'main.js');
    if (!existsSync(main)) return [];
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'api', 'package.json'), 'utf8')));
    const trainer = join(folder, 'api', 'dist', 'trainer.js');
    const web = join(folder, 'web', 'out');
    return [
      {
        name,
        title: manifest.description ?? name,
        main,
        ...(existsSync(trainer) ? { trainer } : {}),
        ...(existsSync(web) ? { web } : {}),
      },
    ];
  });
}
