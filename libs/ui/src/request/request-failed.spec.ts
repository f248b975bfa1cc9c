import { failureOf } from './request-failed';

const problem = {
  type: 'about:blank',
  title: 'The picture is broken.',
  status: 422,
  code: 'PICTURE_UNREADABLE',
  cure: 'Send another one.',
  correlationId: 'c1',
};

describe('failureOf', () => {
  it('forwards a problem of the api', () => {
    expect(failureOf(422, JSON.stringify(problem))).toMatchObject({ kind: 'problem', problem });
  });

  it('treats a gateway that finds no server as an unreachable server', () => {
    expect(failureOf(502, '<html>Bad Gateway</html>').kind).toBe('away');
  });

  it('does not show a foreign answer as a problem of the api', () => {
    expect(failureOf(500, '<html>').kind).toBe('unexpected');
    expect(failureOf(404, '{"message":"Not Found"}').kind).toBe('unexpected');
    expect(failureOf(404, 'null').kind).toBe('unexpected');
  });
});
