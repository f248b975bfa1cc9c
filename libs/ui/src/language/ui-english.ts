/** The texts of the shared parts. English is the shape that every translation has to fill. */
export const uiEnglish = {
  shell: {
    skipToContent: 'Skip to content',
    pages: 'Pages',
    language: 'Language',
    scheme: {
      label: 'Appearance',
      light: 'Light',
      dark: 'Dark',
      auto: 'As the device',
    },
    close: 'Close',
  },
  keyboard: {
    open: 'Keyboard shortcuts',
    title: 'Keyboard shortcuts',
    showHelp: 'Show this help',
    goTo: (page: string) => `Go to ${page}`,
    enabled: 'Single-key shortcuts',
    enabledHint: 'Turn them off if they clash with speech input or another tool.',
  },
  state: {
    loading: 'Loading…',
  },
  problem: {
    expected: 'Expected',
    received: 'Received',
    details: 'Details',
    correlation: 'For support',
  },
  pictures: {
    title: 'Drop pictures here',
    titleByHand: 'Add pictures',
    hint: 'or paste them with Ctrl+V',
    choose: 'Choose pictures',
    paste: 'Paste pictures',
    camera: 'Take a picture',
    dropAnywhere: 'Let go to add the pictures',
    cannotRead: 'What was dropped could not be read. Choose the pictures instead.',
    noPreview: 'No preview',
  },
  prediction: {
    unsure: 'Unsure',
    unsureHint: 'A person should look at this one.',
    likeliest: 'Most likely classes',
  },
  matrix: {
    caption: 'Confusion matrix: each row is a true class, each column what the model answered.',
    trueClass: 'True class',
    predictedClass: 'Answer of the model',
    counts: 'Counts',
    shares: 'Share of the row',
    show: 'Show in the cells',
    cell: (count: string, trueClass: string, predicted: string) => `${count} × ${trueClass}, answered ${predicted}`,
    right: 'right',
    wrong: 'wrong',
  },
  curve: {
    epoch: 'Epoch',
    loss: 'Loss',
    accuracy: 'Accuracy',
    training: 'Training',
    validation: 'Validation',
    best: 'Kept',
    learningSummary: (measure: string, first: string, last: string, epochs: string) =>
      `${measure} went from ${first} to ${last} in ${epochs} epochs.`,
    falsePositiveRate: 'False positive rate',
    truePositiveRate: 'True positive rate',
    recall: 'Recall',
    precision: 'Precision',
    confidence: 'Probability that the model gave',
    rightShare: 'Share that was right',
    threshold: 'Threshold',
    numbers: 'Show the numbers',
    examples: 'Examples',
  },
  table: {
    sortBy: (column: string) => `Sort by ${column}`,
  },
};

export type UiMessages = typeof uiEnglish;
