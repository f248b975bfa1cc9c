export const jobs = {
  title: 'Jobs',
  intro: 'Trainings and evaluations, newest first.',
};
