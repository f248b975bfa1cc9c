import { classCountsEnglish } from './tasks/classes/class-counts-english';
import { classificationEnglish } from './tasks/image-classification/classification-english';
import { findingsEnglish } from './tasks/pictures/findings-english';

/** The English texts of a model card. */
export const cardEnglish = {
  made: (name: string, date: string) => `\`${name}\`, made on ${date}`,
  intendedUse: 'Intended use',
  data: {
    title: 'Data',
    sizes: (train: string, validation: string, test: string) =>
      `${train} examples to train on, ${validation} to validate, ${test} to test.`,
    all: (examples: string) => `${examples} examples, all of them used for the model.`,
    version: (number: number, sizes: string) => `Version ${number} of the data: ${sizes}`,
    named: (name: string, sizes: string) => `${name}: ${sizes}`,
    base: (name: string) => `Base: ${name}`,
    source: (source: string) => `Source: ${source}`,
    licence: (licence: string) => `Licence: ${licence}`,
    labels: (count: string) => `Examples that people labelled: ${count}`,
  },
  training: {
    title: 'Training',
    architecture: (name: string, parameters: string) => `Architecture: ${name}, ${parameters} parameters`,
    epochs: (epochs: number, batch: number, best: number) =>
      `${epochs} epochs of batches of ${batch}; the weights of epoch ${best} were kept`,
    optimiser: (name: string, seed: number) => `Optimiser: ${name}; seed ${seed}`,
    engine: (engine: string, seconds: string) => `${engine}, ${seconds} s`,
    search: (configurations: string, trials: string, metric: string) =>
      `Settings: the best of ${configurations} configurations by ${metric} on the validation part (${trials} trials); the test part chose nothing`,
  },
  evaluation: {
    title: 'Evaluation',
    none: 'It was not evaluated: nothing was held out to test it on.',
    unseen: (examples: string) => `On ${examples} examples that it had never seen.`,
    apart: (examples: string) =>
      `On ${examples} examples, each answered by a model that was fitted without it. The model itself is fitted to all examples.`,
    columns: ['measure', 'value'],
  },
  gates: {
    title: 'Gates',
    passed: 'Passed',
    refused: 'Refused',
    verdict: (verdict: string, date: string, against: string | null) =>
      `${verdict} on ${date}, ${against === null ? 'without a champion' : `against version \`${against}\``}.`,
    gate: (name: string, passed: boolean, reason: string) => `${name}: ${passed ? 'passed' : 'refused'}. ${reason}`,
  },
  limits: {
    title: 'Limits',
  },
  classCounts: classCountsEnglish,
  findings: findingsEnglish,
  classification: classificationEnglish,
  provenance: {
    title: 'Provenance',
    model: (file: string, sha: string) => `Model: ${file}, SHA-256 \`${sha}\``,
    parity: (difference: string, examples: string) =>
      `Difference between the exported model and the trained one: at most ${difference} on ${examples} examples`,
    data: (sha: string) => `Data: SHA-256 \`${sha}\``,
    testSet: (sha: string) => `Test set: SHA-256 \`${sha}\``,
    code: (commit: string) => `Code: commit \`${commit}\``,
    job: (id: string) => `Job: \`${id}\``,
  },
};

export type CardWords = typeof cardEnglish;
