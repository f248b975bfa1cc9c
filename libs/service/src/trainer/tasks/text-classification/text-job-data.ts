import { describeFigure, type LabelTarget, type TargetOf, taskContract, TEXT_RECIPES } from '@lintel/contracts';
import { cellsOfAnswer, checkText, countTexts, textClasses, trainTexts } from '@lintel/core-ml/tables';
import { stageOnly, type JobContext } from '../../job-context';
import { type JobData, type JobDataOptions } from '../../job-data';
import { judgeVersion } from '../../judge-version';
import { chooseLabels } from '../classification/label-classes';
import { openRows, recipeOf, type RowWork, shareOfTraining } from '../rows/row-job-data';
import { type RowKind } from '../rows/row-kind';
import { type TrainableTexts } from './trainable-texts';

const task = 'text-classification';

/** Opens the texts of a model for a job. */
export function openTextData(model: TrainableTexts, options: JobDataOptions, context: JobContext): Promise<JobData> {
  return openRows(model, textKind(model), textWork(model, context), options, context);
}

/** How texts are read and labelled. */
const textKind = (model: TrainableTexts): RowKind => ({
  targetName: () => model.target.columns.join(', '),
  classNames: (table) => textClasses(table, model),
  count: (parts, _, classNames) => countTexts(parts, model, classNames),
  choose: (inForce, classNames) =>
    hasLabels(model)
      ? { labels: inForce, classNames: [...classNames], leftOut: [] }
      : chooseLabels(inForce, classNames, []),
  answer: (target) => cellsOfAnswer(model.target, answerOf(target)),
  check: (row) => checkText(row, model),
});

const hasLabels = ({ target: { columns, separator } }: TrainableTexts): boolean =>
  columns.length > 1 || separator !== null;

const answerOf = (target: LabelTarget): TargetOf<typeof task> => taskContract(task).target.parse(target);

const textWork = (model: TrainableTexts, context: JobContext): RowWork => ({
  async train({ parameters, out, table, schema, version, progress }) {
    const { job, codeCommit, signal, report, log } = context;
    const { manifest, findings, leftOut } = await trainTexts({
      ...{ table, text: model.text, target: model.target, positive: model.positive, signal },
      ...{ time: schema.time ?? undefined, out: out.path, overwrite: true },
      recipe: recipeOf(parameters, TEXT_RECIPES, 'texts') ?? model.recipe,
      name: model.name.slice(model.name.indexOf('.') + 1),
      source: version.base.name,
      seed: parameters.seed ?? model.seed,
      provenance: { codeCommit, jobId: job.id, datasetVersionId: version.id },
      onProgress: (what, done) => report(stageOnly('train', progress(shareOfTraining(what, done)))),
    });
    const { withoutText, withoutTarget } = leftOut;
    if (withoutText + withoutTarget > 0) {
      log(`${withoutText} rows without words and ${withoutTarget} without an answer are left out`);
    }
    for (const finding of findings) log(`found in the texts: ${JSON.stringify(finding)}`);
    const figures = taskContract(task).headlines(manifest.evaluation!);
    log(`${manifest.architecture.name} by cross-validation: ${figures.map(describeFigure).join(', ')}`);
    return model;
  },
  judge: (version, rowsFor) => judgeVersion<typeof task>(task, version, rowsFor, context),
});
