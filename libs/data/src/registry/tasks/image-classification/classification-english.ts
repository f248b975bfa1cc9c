/** The English texts of the card of a classifier of pictures. */
export const classificationEnglish = {
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
  untestedClasses: (count: number) => `Not tested, because no test example has them: ${count} classes.`,
  calibration: 'Calibration',
  calibrationError: (error: string, bins: number, unsure: string) =>
    `Expected calibration error: ${error} over ${bins} bins. Below a probability of ${unsure} it answers "unsure".`,
  unlike: (share: string, range: string) =>
    `It also answers "unsure" if a picture is unlike its training examples. Of the test examples, which are like them, that is ${share} (95 % interval ${range}).`,
  classes: (count: number) =>
    `It knows ${count} classes and gives every input one of them, even an input that shows none.`,
  rare: (fewerThan: number, names: string) =>
    `Fewer than ${fewerThan} test examples, so that little is known: ${names}.`,
};

export type ClassificationWords = typeof classificationEnglish;
