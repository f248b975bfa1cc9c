import { type Problem } from '@lintel/contracts';
import { english } from '../language/english';
import { troubleOfProblem } from './trouble';
import { pictureTexts } from './trouble-writer';

const problem: Problem = {
  type: 'about:blank',
  title: 'Picture unreadable',
  status: 422,
  code: 'PICTURE_UNREADABLE',
  cure: 'Send it again.',
  correlationId: 'c-17',
};

describe('trouble with a picture', () => {
  it('is distinguished from trouble of the server', () => {
    expect(troubleOfProblem(problem).reason).toBe('unreadable');
    expect(troubleOfProblem({ ...problem, code: 'SERVICE_UNAVAILABLE' }).reason).toBe('unavailable');
  });

  it('names the limit if a picture is too large', () => {
    expect(pictureTexts(english, '20 MB').tooLarge.cure).toContain('20 MB');
  });
});
