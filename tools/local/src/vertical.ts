import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** An app of `apps/*`, as it is in the workspace after a build. */
export interface Vertical {
  readonly name: string;
  /** Its name for people. */
  readonly title: string;
  readonly main: string;
  /** Program that runs the jobs of the vertical. Absent: it has none. */
  readonly trainer?: string;
  /** Pretrained network that its first model stands on. */
  readonly backbone?: string;
  /** Static export of its web app. */
  readonly web?: string;
}

const manifestSchema = z.object({
  description: z.string().optional(),
  lintel: z.object({ backbone: z.string().optional() }).optional(),
});

/** The console shows the other apps, so it comes last. */
const LAST = 'console';

/** Every vertical whose api is built. */
export function findVerticals(root: string): readonly Vertical[] {
  const names = readdirSync(join(root, 'apps')).filter((name) => name !== LAST);
  return [...names, LAST].flatMap((name) => {
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
        ...(manifest.lintel?.backbone === undefined ? {} : { backbone: manifest.lintel.backbone }),
        ...(existsSync(web) ? { web } : {}),
      },
    ];
  });
}
