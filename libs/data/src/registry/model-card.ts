import type { DatasetVersion, GateReport, ModelManifest } from '@lintel/contracts';

export interface ModelCardContent {
  /** For people: "Product recogniser". */
  readonly title: string;
  readonly modelName: string;
  readonly manifest: ModelManifest;
  /** Null where it was not trained on a registered state of the data. */
  readonly datasetVersion: DatasetVersion | null;
  /** Null until it was judged. */
  readonly gateReport: GateReport | null;
  /** One paragraph: for what, and by whom. */
  readonly intendedUse: string;
  /** One sentence each: where it should not be trusted. What the evaluation shows is added. */
  readonly limits: readonly string[];
}

/** Class reports under this support say little. */
const FEW_EXAMPLES = 20;

/**
 * A model card (Mitchell et al. 2019, "Model Cards for Model Reporting") in Markdown, from what was measured.
 */
export function writeModelCard(content: ModelCardContent): string {
  const { title, modelName, intendedUse } = content;
  return [
    `# ${title}`,
    `\`${modelName}\`, made on ${content.manifest.createdAt.slice(0, 10)}`,
    '## Intended use',
    intendedUse,
    ...data(content),
    ...training(content.manifest),
    ...evaluation(content.manifest),
    ...gates(content.gateReport),
    ...limits(content),
    ...provenance(content),
  ]
    .join('\n\n')
    .concat('\n');
}

/** What was found in the folder of pictures; nothing where it was as it should be, or not looked at. */
function findings({ dataset }: ModelManifest): string[] {
  if (!dataset.findings) return [];
  const { copies, contradictions, leaks, smallClasses } = dataset.findings;
  const lines = [
    [contradictions, 'pictures lay under more than one class'],
    [leaks.test, 'test pictures were copies of training or validation pictures, so the accuracy is too high'],
    [leaks.validation, 'validation pictures were copies of training pictures'],
    [copies, 'exact copies of other pictures, kept on one side of the split'],
    [smallClasses, 'classes with too few pictures to be learned or measured'],
  ] as const;
  const found = lines.filter(([number]) => number > 0).map(([number, text]) => `${count(number)} ${text}`);
  return found.length === 0 ? [] : ['Found in the data:', list(found)];
}

function data({ manifest, datasetVersion }: ModelCardContent): string[] {
  const { dataset } = manifest;
  const { train, validation, test } = dataset.examples;
  const sizes = `${count(train)} examples to train on, ${count(validation)} to validate, ${count(test)} to test.`;
  if (datasetVersion === null) return ['## Data', `${dataset.name}: ${sizes}`, ...findings(manifest)];
  const { base, labels, number, counts } = datasetVersion;
  const total = (part: Record<string, number>, name: string): string => count(part[name] ?? 0);
  return [
    '## Data',
    `Version ${number} of the data: ${sizes}`,
    list([
      `Base: ${base.name}`,
      `Source: ${base.source}`,
      `Licence: ${base.licence}`,
      `Examples that people labelled: ${count(labels)}`,
    ]),
    table(
      ['class', 'train', 'validation', 'test'],
      datasetVersion.classNames.map((name) => [
        name,
        total(counts.train, name),
        total(counts.validation, name),
        total(counts.test, name),
      ]),
    ),
  ];
}

function training({ architecture, training: run }: ModelManifest): string[] {
  return [
    '## Training',
    list([
      `Architecture: ${architecture.name}, ${count(architecture.parameters)} parameters`,
      `${run.epochs} epochs of batches of ${run.batchSize}; the weights of epoch ${run.bestEpoch} were kept`,
      `Optimiser: ${run.optimizer}; seed ${run.seed}`,
      `${run.engine}, ${count(Math.round(run.seconds))} s`,
    ]),
  ];
}

function evaluation({ evaluation: report, unsureBelow, unlikeExamples }: ModelManifest): string[] {
  if (report === null) return ['## Evaluation', 'It was not evaluated: nothing was held out to test it on.'];
  const { accuracyInterval, calibration } = report;
  return [
    '## Evaluation',
    `On ${count(report.examples)} examples that it had never seen.`,
    table(
      ['measure', 'value'],
      [
        [
          'accuracy',
          `${percent(report.accuracy)} (95 % ${accuracyInterval.method === 'wilson' ? 'Wilson ' : ''}interval ${range(accuracyInterval.low, accuracyInterval.high)})`,
        ],
        ['accuracy of the five most probable', percent(report.top5Accuracy)],
        ['macro precision', percent(report.macroPrecision)],
        ['macro recall', percent(report.macroRecall)],
        ['macro F1', percent(report.macroF1)],
        ['log loss, nats', report.logLoss.toFixed(3)],
      ],
    ),
    table(
      ['class', 'test examples', 'precision', 'recall', 'F1'],
      report.classes.map(({ className, support, precision, recall, f1 }) => [
        className,
        count(support),
        percent(precision),
        support === 0 ? 'not tested' : percent(recall),
        percent(f1),
      ]),
    ),
    '### Calibration',
    `Expected calibration error: ${percent(calibration.expectedCalibrationError)} over ${calibration.bins.length} bins. ` +
      `Under a probability of ${percent(unsureBelow)} it says that it is unsure.`,
    ...(unlikeExamples === undefined ? [] : [unlike(unlikeExamples)]),
  ];
}

function unlike({ testShare, testShareInterval: { low, high } }: NonNullable<ModelManifest['unlikeExamples']>): string {
  return (
    'It also says that it is unsure where a picture is unlike its training examples. ' +
    `Of the test examples, which are like them, that is ${percent(testShare)} (95 % interval ${range(low, high)}).`
  );
}

function gates(report: GateReport | null): string[] {
  if (report === null) return [];
  const against = report.championId === null ? 'without a champion' : `against version \`${report.championId}\``;
  return [
    '## Gates',
    `${report.passed ? 'Passed' : 'Refused'} on ${report.decidedAt.slice(0, 10)}, ${against}.`,
    list(report.gates.map(({ name, passed, reason }) => `${name}: ${passed ? 'passed' : 'refused'}. ${reason}`.trim())),
  ];
}

function limits({ manifest, limits: known }: ModelCardContent): string[] {
  const { classNames, evaluation: report } = manifest;
  const rare = report?.classes.filter(({ support }) => support < FEW_EXAMPLES).map(({ className }) => className) ?? [];
  return [
    '## Limits',
    list([
      ...known,
      `It knows ${classNames.length} classes and gives every input one of them, also one that shows none.`,
      ...(rare.length === 0
        ? []
        : [`Fewer than ${FEW_EXAMPLES} test examples, so that little is known: ${rare.map(escape).join(', ')}.`]),
    ]),
  ];
}

function provenance({ manifest, datasetVersion }: ModelCardContent): string[] {
  const { onnx, dataset, provenance: origin } = manifest;
  const { maxAbsoluteDifference, examples } = onnx.parity;
  return [
    '## Provenance',
    list([
      `Model: ${onnx.file}, SHA-256 \`${onnx.sha256}\``,
      `Difference between the exported model and the trained one: at most ${maxAbsoluteDifference.toExponential(1)} ` +
        `on ${count(examples)} examples`,
      `Data: SHA-256 \`${datasetVersion?.contentHash ?? dataset.contentHash}\``,
      ...(origin ? [`Test set: SHA-256 \`${origin.testSetHash}\``] : []),
      ...(origin?.codeCommit ? [`Code: commit \`${origin.codeCommit}\``] : []),
      ...(origin?.jobId ? [`Job: \`${origin.jobId}\``] : []),
    ]),
  ];
}

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`;
  const alignment = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [line(head), `| ${alignment.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Class names are people's words: none may end a cell or begin markup. */
const escape = (text: string): string => text.replace(/[\\|`*_<[\]]/g, '\\$&').replace(/\s+/g, ' ');

const count = (value: number): string => value.toLocaleString('en-GB');
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const range = (low: number, high: number): string => `${(low * 100).toFixed(1)} – ${(high * 100).toFixed(1)} %`;
