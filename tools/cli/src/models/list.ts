import { describeFigure } from '@lintel/contracts';
import { type CommandContext } from '../command-context';
import { counted, table } from '../terminal/wording';
import { withRegistry, type RegistryOptions } from './registry-place';

export interface ListOptions extends RegistryOptions {
  readonly name?: string;
}

/** Lists the models, or the versions of one. */
export async function list(options: ListOptions, context: CommandContext): Promise<void> {
  const { name } = options;
  await withRegistry(options, context, async ({ registry }) => {
    if (name === undefined) {
      const models = await registry.models();
      const rows = models.map(({ name: each, champion, challenger, versions, newLabels }) => [
        each,
        champion === null ? '-' : String(champion.number),
        challenger === null ? '-' : `${challenger.number} (${challenger.mode.mode})`,
        counted(versions),
        counted(newLabels),
      ]);
      const text = table(['model', 'champion', 'challenger', 'versions', 'new labels'], rows);
      context.terminal.result(
        { command: 'models list', models },
        rows.length === 0 ? 'There are no models yet.' : text,
      );
      return;
    }
    await registry.model(name);
    const versions = await registry.versions(name);
    const rows = versions.map(({ number, alias, headlines, gatesPassed, createdAt, createdBy, id }) => [
      String(number),
      alias ?? '-',
      headlines[0] === undefined ? '-' : describeFigure(headlines[0]),
      gatesPassed === null ? '-' : gatesPassed ? 'passed' : 'refused',
      createdAt,
      createdBy,
      id,
    ]);
    context.terminal.result(
      { command: 'models list', name, versions },
      table(['version', 'alias', 'main figure', 'gates', 'made', 'by', 'id'], rows),
    );
  });
}
