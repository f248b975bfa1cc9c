/** The English texts of a model card. */
export const cardEnglish = {
  made: (name: string, date: string) => `\`${name}\`, made on ${date}`,
  intendedUse: 'Intended use',
  data: {
    title: 'Data',
    sizes: (train: string, validation: string, test: string) =>
      `${train} examples to train on, ${validation} to validate, ${test} to test.`,
    version: (number: number, sizes: string) => `Version ${number} of the data: ${sizes}`,
    named: (name: string, sizes: string) => `${name}: ${sizes}`,
    base: (name: string) => `Base: ${name}`,
    source: (source: string) => `Source: ${source}`,
    licence: (licence: string) => `Licence: ${licence}`,
    labels: (count: string) => `Examples that people labelled: ${count}`,
    columns: ['class', 'train', 'validation', 'test'],
    found: 'Found in the data:',
    contradictions: (count: string) => `${count} pictures lay under more than one class`,
    testLeaks: (count: string) =>
      `${count} test pictures were copies of training or validation pictures, so the accuracy is too high`,
    validationLeaks: (count: string) => `${count} validation pictures were copies of training pictures`,
    copies: (count: string) => `${count} exact copies of other pictures, kept on one side of the split`,
    smallClasses: (count: string) => `${count} classes with too few pictures to be learned or measured`,
  },
  training: {
    title: 'Training',
    architecture: (name: string, parameters: string) => `Architecture: ${name}, ${parameters} parameters`,
    epochs: (epochs: number, batch: number, best: number) =>
      `${epochs} epochs of batches of ${batch}; the weights of epoch ${best} were kept`,
    optimiser: (name: string, seed: number) => `Optimiser: ${name}; seed ${seed}`,
    engine: (engine: string, seconds: string) => `${engine}, ${seconds} s`,
  },
  evaluation: {
    title: 'Evaluation',
    none: 'It was not evaluated: nothing was held out to test it on.',
    unseen: (examples: string) => `On ${examples} examples that it had never seen.`,
    columns: ['measure', 'value'],
    accuracy: 'accuracy',
    interval: (value: string, range: string, wilson: boolean) =>
      `${value} (95 % ${wilson ? 'Wilson ' : ''}interval ${range})`,
    top5: 'accuracy of the five most probable',
    precision: 'macro precision',
    recall: 'macro recall',
    f1: 'macro F1',
    logLoss: 'log loss, nats',
    classColumns: ['class', 'test examples', 'precision', 'recall', 'F1'],
    untested: 'not tested',
    calibration: 'Calibration',
    calibrationError: (error: string, bins: number, unsure: string) =>
      `Expected calibration error: ${error} over ${bins} bins. Below a probability of ${unsure} it answers "unsure".`,
    unlike: (share: string, range: string) =>
      `It also answers "unsure" if a picture is unlike its training examples. Of the test examples, which are like them, that is ${share} (95 % interval ${range}).`,
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
    classes: (count: number) =>
      `It knows ${count} classes and gives every input one of them, even an input that shows none.`,
    rare: (fewerThan: number, names: string) =>
      `Fewer than ${fewerThan} test examples, so that little is known: ${names}.`,
  },
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
