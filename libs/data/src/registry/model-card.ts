import {
  figureName,
  headlinesOf,
  type DatasetVersion,
  type GateReport,
  type Headline,
  type ModelManifest,
} from '@lintel/contracts';
import { cardEnglish, type CardWords } from './model-card-english';

export interface ModelCardContent {
  /** Title for people: "Product recogniser". */
  readonly title: string;
  readonly modelName: string;
  readonly manifest: ModelManifest;
  /** Null if the model was not trained on a registered dataset version. */
  readonly datasetVersion: DatasetVersion | null;
  /** Null until the gates were evaluated. */
  readonly gateReport: GateReport | null;
  /** One paragraph: the purpose and the intended users. */
  readonly intendedUse: string;
  /** One sentence each: when not to trust the model. Limits found by the evaluation are added. */
  readonly limits: readonly string[];
}

/** Class reports with less support are not reliable. */
const FEW_EXAMPLES = 20;

/** The content of a card, and the texts of its language. */
interface Card {
  readonly content: ModelCardContent;
  readonly words: CardWords;
  /** The name of a class in the reader's language. */
  readonly classTitle: (className: string) => string;
}

export interface CardLanguage {
  readonly words: CardWords;
  /** Class names in that language; missing ones are not translated. */
  readonly classNames: Readonly<Record<string, string>>;
}

const ENGLISH: CardLanguage = { words: cardEnglish, classNames: {} };

/**
 * A model card (Mitchell et al. 2019, "Model Cards for Model Reporting") in Markdown, from what was measured.
 * @param language default: English
 */
export function writeModelCard(content: ModelCardContent, { words, classNames }: CardLanguage = ENGLISH): string {
  const { title, modelName, intendedUse } = content;
  const card: Card = { content, words, classTitle: (name) => classNames[name] ?? name };
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

/** The findings in the folder of pictures; empty if there are none or it was not inspected. */
function findings({ content: { manifest }, words: { data: words } }: Card): string[] {
  const { findings: found } = manifest.dataset;
  if (!found) return [];
  const lines = [
    [found.contradictions, words.contradictions],
    [found.leaks.test, words.testLeaks],
    [found.leaks.validation, words.validationLeaks],
    [found.copies, words.copies],
    [found.smallClasses, words.smallClasses],
  ] as const;
  const shown = lines.filter(([number]) => number > 0).map(([number, write]) => write(count(number)));
  return shown.length === 0 ? [] : [words.found, list(shown)];
}

function data(card: Card): string[] {
  const {
    content: { manifest, datasetVersion },
    words: { data: words },
    classTitle,
  } = card;
  const { dataset } = manifest;
  const { train, validation, test } = dataset.examples;
  const sizes = words.sizes(count(train), count(validation), count(test));
  if (datasetVersion === null) return [`## ${words.title}`, words.named(dataset.name, sizes), ...findings(card)];
  const { base, labels, number, counts } = datasetVersion;
  const total = (part: Record<string, number>, name: string): string => count(part[name] ?? 0);
  // A model that starts from a pretrained one knows classes of which there is no example.
  const shown = datasetVersion.classNames.filter((name) =>
    [counts.train, counts.validation, counts.test].some((part) => (part[name] ?? 0) > 0),
  );
  return [
    `## ${words.title}`,
    words.version(number, sizes),
    list([words.base(base.name), words.source(base.source), words.licence(base.licence), words.labels(count(labels))]),
    ...(shown.length === 0
      ? []
      : [
          table(
            words.columns,
            shown.map((name) => [
              classTitle(name),
              total(counts.train, name),
              total(counts.validation, name),
              total(counts.test, name),
            ]),
          ),
        ]),
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
    ]),
  ];
}

function evaluation({ content: { manifest }, words: { evaluation: words }, classTitle }: Card): string[] {
  if (manifest.evaluation !== null && manifest.task !== 'image-classification') {
    const figures = headlinesOf(manifest).map((headline) => [figureName(headline.key), figure(headline)]);
    return [`## ${words.title}`, words.unseen(count(manifest.evaluation.examples)), table(words.columns, figures)];
  }
  if (manifest.task !== 'image-classification') return [`## ${words.title}`, words.none];
  const {
    evaluation: report,
    reading: { unsureBelow, unlikeExamples },
  } = manifest;
  if (report === null) return [`## ${words.title}`, words.none];
  const { accuracyInterval, calibration } = report;
  const { calibrationError } = words;
  return [
    `## ${words.title}`,
    words.unseen(count(report.examples)),
    table(words.columns, [
      [
        words.accuracy,
        words.interval(
          percent(report.accuracy),
          range(accuracyInterval.low, accuracyInterval.high),
          accuracyInterval.method === 'wilson',
        ),
      ],
      [words.top5, percent(report.top5Accuracy)],
      [words.precision, percent(report.macroPrecision)],
      [words.recall, percent(report.macroRecall)],
      [words.f1, percent(report.macroF1)],
      [words.logLoss, report.logLoss.toFixed(3)],
    ]),
    table(
      words.classColumns,
      report.classes.map(({ className, support, precision, recall, f1 }) => [
        classTitle(className),
        count(support),
        percent(precision),
        support === 0 ? words.untested : percent(recall),
        percent(f1),
      ]),
    ),
    `### ${words.calibration}`,
    calibrationError(percent(calibration.expectedCalibrationError), calibration.bins.length, percent(unsureBelow)),
    ...(unlikeExamples === undefined
      ? []
      : [
          words.unlike(
            percent(unlikeExamples.testShare),
            range(unlikeExamples.testShareInterval.low, unlikeExamples.testShareInterval.high),
          ),
        ]),
  ];
}

function gates({ content: { gateReport: report }, words: { gates: words } }: Card): string[] {
  if (report === null) return [];
  return [
    `## ${words.title}`,
    words.verdict(report.passed ? words.passed : words.refused, report.decidedAt.slice(0, 10), report.championId),
    list(report.gates.map(({ name, passed, reason }) => words.gate(name, passed, reason).trim())),
  ];
}

function limits({ content: { manifest, limits: known }, words: { limits: words }, classTitle }: Card): string[] {
  if (manifest.task !== 'image-classification') return [`## ${words.title}`, list(known)];
  const {
    evaluation: report,
    reading: { classNames },
  } = manifest;
  const rare = report?.classes.filter(({ support }) => support < FEW_EXAMPLES).map(({ className }) => className) ?? [];
  const names = rare.map(classTitle).map(escape).join(', ');
  return [
    `## ${words.title}`,
    list([...known, words.classes(classNames.length), ...(rare.length === 0 ? [] : [words.rare(FEW_EXAMPLES, names)])]),
  ];
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

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`;
  const alignment = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [line(head), `| ${alignment.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Class names are free text, so they must not break a table cell or start markup. */
const escape = (text: string): string => text.replace(/[\\|`*_<[\]]/g, '\\$&').replace(/\s+/g, ' ');

const count = (value: number): string => value.toLocaleString('en-GB');
function figure({ value, interval, unit }: Headline): string {
  const write = (one: number): string => (unit === 'share' ? percent(one) : String(Number(one.toPrecision(4))));
  return interval === null ? write(value) : `${write(value)} (${write(interval.low)} – ${write(interval.high)})`;
}
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const range = (low: number, high: number): string => `${(low * 100).toFixed(1)} – ${(high * 100).toFixed(1)} %`;
