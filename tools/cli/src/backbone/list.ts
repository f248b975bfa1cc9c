import { backboneFolder, PUBLISHED_BACKBONES } from '@lintel/backbones';
import { BackboneStore } from '@lintel/core-ml';
import { type CommandContext } from '../command-context';
import { table } from '../terminal/wording';

/** The networks that were added, and the published ones that were not. */
export async function listBackbones({ terminal, environment }: CommandContext): Promise<void> {
  const folder = backboneFolder(environment);
  const backbones = await new BackboneStore(folder).list();
  const available = PUBLISHED_BACKBONES.map(({ name }) => name).filter(
    (name) => !backbones.some((backbone) => backbone.name === name),
  );
  const rows = backbones.map(({ name, preprocessor, onnx, licence, source }) => [
    name,
    `${preprocessor.width} × ${preprocessor.height}`,
    String(onnx.features.size),
    licence,
    source,
  ]);
  const added =
    rows.length > 0
      ? table(['backbone', 'pictures', 'features', 'licence', 'source'], rows)
      : 'No backbone was added yet.';
  const more =
    available.length > 0
      ? `\n\nTo add: ${available.map((name) => `npx lintel backbone add ${name}`).join('\n        ')}`
      : '';
  terminal.result({ command: 'backbone list', folder, backbones, available }, `${added}${more}`);
}
