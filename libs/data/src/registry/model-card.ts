import { figureName, headlinesOf } from '@lintel/contracts';
import { type Card, type ModelCardContent } from './card';
import { count, figure, list, table } from './card-markdown';
import { cardEnglish, type CardWords } from './model-card-english';
import { taskCard } from './tasks/task-cards';

export interface CardLanguage {
  readonly words: CardWords;
  /** Names in that language, by the name that the model uses; missing ones are not translated. */
  readonly names: Readonly<Record<string, string>>;
}

const ENGLISH: CardLanguage = { words: cardEnglish, names: {} };

/**
 * A model card (Mitchell et al. 2019, "Model Cards for Model Reporting") in Markdown, from what was measured.
 * @param language default: English
 */
export function writeModelCard(content: ModelCardContent, { words, names }: CardLanguage = ENGLISH): string {
  const { title, modelName, intendedUse } = content;
  const card: Card = { content, words, classTitle: (name) => names[name] ?? name };
  return [
    `# ${title}`,
    words.made(modelName, content.manifest.createdAt.slice(0, 10)),
    `## ${words.intendedUse}`,
    intendedUse,
    ...data(card),
    ...training(card),
    ...evaluation(card),
    ...gates(card),
    ...limits(card),
    ...provenance(card),
  ]
    .join('\n\n')
    .concat('\n');
}

function data(card: Card): string[] {
  const {
    content: { manifest, datasetVersion },
    words: { data: words },
  } = card;
  const own = taskCard(manifest.task);
  const { dataset } = manifest;
  const { train, validation, test } = (datasetVersion ?? dataset).examples;
  const sizes =
    datasetVersion === null && dataset.fittedToAll === true
      ? words.all(count(train))
      : words.sizes(count(train), count(validation), count(test));
  if (datasetVersion === null)
    return [`## ${words.title}`, words.named(dataset.name, sizes), ...(own.findings?.(card) ?? [])];
  const { base, labels, number } = datasetVersion;
  return [
    `## ${words.title}`,
    words.version(number, sizes),
    list([words.base(base.name), words.source(base.source), words.licence(base.licence), words.labels(count(labels))]),
    ...(own.counts?.(datasetVersion, card) ?? []),
  ];
}

function training({ content: { manifest }, words: { training: words } }: Card): string[] {
  const { architecture, training: run } = manifest;
  const { network } = run;
  return [
    `## ${words.title}`,
    list([
      words.architecture(architecture.name, count(architecture.parameters)),
      ...(network === null
        ? []
        : [
            words.epochs(network.epochs, network.batchSize, network.bestEpoch),
            words.optimiser(network.optimizer, run.seed),
          ]),
      words.engine(run.engine, count(Math.round(run.seconds))),
      ...(run.search === undefined
        ? []
        : [words.search(count(run.search.configurations), count(run.search.trials), figureName(run.search.metric))]),
    ]),
  ];
}

function evaluation(card: Card): string[] {
  const {
    content: { manifest },
    words: { evaluation: words },
  } = card;
  if (manifest.evaluation === null) return [`## ${words.title}`, words.none];
  const own = taskCard(manifest.task);
  if (own.evaluation) return [`## ${words.title}`, ...own.evaluation(card)];
  const unseen = manifest.dataset.fittedToAll === true ? words.apart : words.unseen;
  const figures = headlinesOf(manifest).map((headline) => [figureName(headline.key), figure(headline)]);
  return [`## ${words.title}`, unseen(count(manifest.evaluation.examples)), table(words.columns, figures)];
}

function gates({ content: { gateReport: report }, words: { gates: words } }: Card): string[] {
  if (report === null) return [];
  return [
    `## ${words.title}`,
    words.verdict(report.passed ? words.passed : words.refused, report.decidedAt.slice(0, 10), report.championId),
    list(report.gates.map(({ name, passed, reason }) => words.gate(name, passed, reason).trim())),
  ];
}

function limits(card: Card): string[] {
  const {
    content: { manifest, limits: known },
    words: { limits: words },
  } = card;
  const limits = [...known, ...(taskCard(manifest.task).limits?.(card) ?? [])];
  return limits.length === 0 ? [] : [`## ${words.title}`, list(limits)];
}

function provenance({ content: { manifest, datasetVersion }, words: { provenance: words } }: Card): string[] {
  const { onnx, dataset, provenance: origin } = manifest;
  const { maxAbsoluteDifference, examples } = onnx.parity;
  return [
    `## ${words.title}`,
    list([
      words.model(onnx.file, onnx.sha256),
      words.parity(maxAbsoluteDifference.toExponential(1), count(examples)),
      words.data(datasetVersion?.contentHash ?? dataset.contentHash),
      ...(origin ? [words.testSet(origin.testSetHash)] : []),
      ...(origin?.codeCommit ? [words.code(origin.codeCommit)] : []),
      ...(origin?.jobId ? [words.job(origin.jobId)] : []),
    ]),
  ];
}
