export const alerts = {
  title: 'Alerts',
  intro: 'What somebody should look at.',
};
