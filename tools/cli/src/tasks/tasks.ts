import { LintelError, type TaskId } from '@lintel/contracts';
import { imageClassification } from './image-classification/image-classification';
import { imageEmbedding } from './image-embedding/image-embedding';
import { recommendation } from './recommendation/recommendation';
import { tabular } from './tabular/tabular';
import { textClassification } from './text-classification/text-classification';
import { type TaskCommands, type TrainOptions } from './task-commands';
import { timeSeriesAnomaly } from './time-series-anomaly/time-series-anomaly';
import { timeSeriesForecast } from './time-series-forecast/time-series-forecast';

/** The commands of every task. If several accept the same data, the first one trains. */
export const TASK_COMMANDS: readonly TaskCommands[] = [
  imageClassification,
  timeSeriesForecast,
  timeSeriesAnomaly,
  textClassification,
  recommendation,
  tabular,
  imageEmbedding,
];

/** @throws LintelError INVALID_ARGUMENT if the command line cannot do this task */
export function commandsOf(task: TaskId): TaskCommands {
  const found = TASK_COMMANDS.find(({ tasks }) => tasks.includes(task));
  if (found) return found;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The command line does not know models of the task ${task}.`,
    expected: TASK_COMMANDS.flatMap(({ tasks }) => tasks).join(', '),
    received: task,
    cure: 'Choose one of these tasks.',
  });
}

/**
 * What is trained: by the task, else by the data; a recipe that only one of the possible tasks has decides.
 * @throws LintelError INVALID_ARGUMENT if the task does not have the recipe
 */
export async function chooseTask(options: TrainOptions): Promise<TaskCommands> {
  const { task, recipe } = options;
  const chosen = task === undefined ? await chooseByData(options) : commandsOf(task);
  if (recipe === undefined || chosen.recipes.includes(recipe)) return chosen;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The recipe ${recipe} cannot be used for ${chosen.trained}.`,
    expected: chosen.recipes.join(', '),
    received: recipe,
    cure: `Choose one of these, or leave the recipe out; for another kind of model name the task with --task.`,
  });
}

async function chooseByData(options: TrainOptions): Promise<TaskCommands> {
  const possible: TaskCommands[] = [];
  for (const commands of TASK_COMMANDS) if (await commands.accepts(options)) possible.push(commands);
  const { data, recipe } = options;
  const chosen = possible.find(({ recipes }) => recipe !== undefined && recipes.includes(recipe)) ?? possible[0];
  if (chosen) return chosen;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `No task can be trained on ${data} as it is described.`,
    expected: TASK_COMMANDS.map(({ help }) => help.data).join('; '),
    received: data,
    cure: 'Name the task with --task.',
  });
}
