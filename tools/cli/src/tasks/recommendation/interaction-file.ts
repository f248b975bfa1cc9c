import { type ReadInteractions, readInteractions } from '@lintel/core-ml/recommendation';
import { type CommandContext } from '../../command-context';
import { counted } from '../../terminal/wording';
import { describeInteractionFinding } from './describe-interaction-finding';
import { readTableFile } from '../../tables/table-files';

/** Options of the commands that read interactions. */
export interface InteractionOptions {
  readonly user?: string;
  readonly item?: string;
  readonly time?: string;
  /** What each event counts: `view=1,cart=3`. */
  readonly events?: Readonly<Record<string, number>>;
  readonly useValues?: boolean;
}

/**
 * Reads interactions and reports what is wrong with them.
 * @throws LintelError NOT_FOUND, DATASET_EMPTY, DATASET_INVALID, INVALID_ARGUMENT
 */
export async function readInteractionFile(
  path: string,
  { user, item, time, events, useValues }: InteractionOptions,
  { terminal }: Pick<CommandContext, 'terminal'>,
  allowsFew = false,
): Promise<ReadInteractions> {
  const table = await readTableFile(path);
  const read = readInteractions(table, {
    ...{ name: path, user, item, time, eventWeights: events, usesValues: useValues, allowsFew },
  });
  const { userIds, itemIds, items } = read.interactions;
  terminal.say(
    `${path}: ${counted(items.length)} interactions of ${counted(userIds.length)} users with ${counted(itemIds.length)} items`,
  );
  for (const finding of read.findings) terminal.say(`${finding.severity}: ${describeInteractionFinding(finding)}`);
  return read;
}
