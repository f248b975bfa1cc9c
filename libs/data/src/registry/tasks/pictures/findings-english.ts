/** The English texts of what was found in a folder of pictures. */
export const findingsEnglish = {
  found: 'Found in the data:',
  contradictions: (count: string) => `${count} pictures lay under more than one class`,
  testLeaks: (count: string) =>
    `${count} test pictures were copies of training or validation pictures, so the accuracy is too high`,
  validationLeaks: (count: string) => `${count} validation pictures were copies of training pictures`,
  copies: (count: string) => `${count} exact copies of other pictures, kept on one side of the split`,
  smallClasses: (count: string) => `${count} classes with too few pictures to be learned or measured`,
};

export type PictureFindingWords = typeof findingsEnglish;
