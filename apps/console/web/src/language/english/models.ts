export const models = {
  title: 'Models',
  intro: 'What answers, what challenges it, and what came before.',
};
