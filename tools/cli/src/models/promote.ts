import { LintelError } from '@lintel/contracts';
import { type CommandContext } from '../command-context';
import { actor } from './actor';
import { nextStep, promoteOrRequest } from './promote-or-request';
import { withRegistry, type RegistryOptions } from './registry-place';

export interface PromoteOptions extends RegistryOptions {
  readonly name: string;
  /** Number of the version. */
  readonly version: number;
  readonly override?: boolean;
  readonly reason?: string;
  readonly by?: string;
}

export interface RollBackOptions extends RegistryOptions {
  readonly name: string;
  readonly reason?: string;
  readonly by?: string;
}

/** Lets a version answer, or requests it, where its gates passed or a person overrides them. */
export async function promote(options: PromoteOptions, context: CommandContext): Promise<void> {
  const { name, version: number, override = false, reason } = options;
  await withRegistry(options, context, async (open) => {
    const versions = await open.registry.versions(name);
    const version = versions.find((each) => each.number === number);
    if (version === undefined) {
      throw new LintelError('NOT_FOUND', {
        problem: `${name} has no version ${number}.`,
        expected: versions.map((each) => each.number).join(', ') || 'a model with versions',
        received: String(number),
        cure: 'lintel models list --name NAME shows them.',
      });
    }
    const by = actor(options, context);
    const approval = await promoteOrRequest(open, name, version.id, { by, override, reason });
    context.terminal.result(
      { command: 'models promote', name, number, promoted: approval === null, approvalId: approval?.id ?? null },
      `${name}: ${approval === null ? `version ${number} is the champion now.` : nextStep(approval)}`,
    );
  });
}

/** Promotes the previous champion again. */
export async function rollBack(options: RollBackOptions, context: CommandContext): Promise<void> {
  const { name, reason } = options;
  await withRegistry(options, context, async ({ registry, audited }) => {
    const by = actor(options, context);
    const { toNumber } = await audited('model.rolled-back', by, (transaction) =>
      registry.rollBack(name, { by, reason }, transaction),
    );
    context.terminal.result(
      { command: 'models roll-back', name, number: toNumber },
      `${name}: version ${toNumber} is the champion again.`,
    );
  });
}
