export const datasets = {
  title: 'Data',
  intro: 'Dataset versions, and the labels that people gave.',
};
