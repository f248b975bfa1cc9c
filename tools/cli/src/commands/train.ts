import { LintelError } from '@lintel/contracts';
import { type CommandContext } from '../command-context';
import { type TaskCommands, type TrainOptions } from '../tasks/task-commands';
import { chooseTask, TASK_COMMANDS } from '../tasks/tasks';

/**
 * Trains, evaluates and exports a model of the task that the options ask for.
 * @param isDefault whether the option of this name was not given
 */
export async function train(
  { test, ...options }: TrainOptions & { readonly test: number },
  context: CommandContext,
  isDefault: (option: string) => boolean,
): Promise<void> {
  const chosen = await chooseTask(options);
  if ('search' in options) checkSearches(chosen);
  const held = isDefault('test') && !chosen.holdsOut ? {} : { test };
  return chosen.load().train({ ...options, ...held }, context);
}

const canSearch = ({ options }: TaskCommands): boolean =>
  options.train?.().some(({ long }) => long === '--search') ?? false;

/** @throws LintelError INVALID_ARGUMENT if the settings of these models cannot be searched for */
function checkSearches(chosen: TaskCommands): void {
  if (canSearch(chosen)) return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `--search cannot be used for ${chosen.trained}.`,
    expected: `--search with ${TASK_COMMANDS.filter(canSearch)
      .map(({ trained }) => trained)
      .join(', ')}`,
    received: chosen.trained,
    cure: 'Leave --search out.',
  });
}
