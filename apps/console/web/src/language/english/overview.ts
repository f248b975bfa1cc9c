export const overview = {
  title: 'Overview',
  intro: 'How the models, jobs and streams are at this moment.',
};
