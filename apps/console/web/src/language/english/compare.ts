export const compare = {
  title: 'Compare',
  intro: 'Versions of a model side by side.',
  none: {
    title: 'No versions selected',
    body: 'Open a model and select two to six of its versions.',
    action: 'View models',
  },
  chosen: 'Versions compared',
  takeAway: (number: string) => `Remove version ${number}`,
  otherTestSets: {
    title: 'These versions were evaluated on different test sets',
    cure: 'Their figures can’t be compared directly. Evaluate the older versions again on the newest data.',
  },
  mainFigureSummary: (best: string, value: string) =>
    `${best} has the best value, ${value}. The bars are 95% intervals.`,
  gain: 'Gain on the same examples',
  gainSummary: 'If an interval contains 0, both may be equally good.',
  against: (version: string, against: string) => `${version} vs. ${against}`,
  figures: 'Figures',
  best: 'Best of these',
  measure: {
    examples: 'Test examples',
    parameters: 'Parameters',
    size: 'File size',
    training: 'Training time',
    gates: 'Gates',
  },
  learning: 'Learning curves',
  learningSummary: 'On the validation examples, or on the training examples if none were held out.',
  configuration: 'Configuration',
  sameConfiguration: 'All versions were trained with the same configuration.',
  setting: 'Setting',
};
