import { overrideMethod } from '../../lib/kube/override-method';

class Base {
  public static readonly kind: string = 'base';
  constructor(public readonly greeting = 'hello') {}

  public greet(name: string): string {
    return `${this.greeting} ${name}`;
  }
}

class Derived extends Base {
  public override greet(name: string): string {
    return `${super.greet(name)}!`;
  }
}

/** As the jsii kernel calls a method: on the prototype of the constructor first, on the object where there is none. */
function callByKernel(object: Base, name: string): string {
  return ((object.constructor.prototype as Base).greet ?? object.greet).call(object, name);
}

const shout = (greet: (name: string) => string, name: string): string => greet(name).toUpperCase();

test.each([
  ['JavaScript', (object: Base, name: string) => object.greet(name)],
  ['the jsii kernel', callByKernel],
])('overrides the method of one object, called by %s', (_, call) => {
  const [object, other] = [new Derived(), new Derived('bye')];
  overrideMethod(object, 'greet', shout);
  expect(call(object, 'you')).toBe('HELLO YOU!');
  expect(call(other, 'you')).toBe('bye you!');
});

test('leaves class, name, statics and fields of the object as they are', () => {
  const object = new Derived('hi');
  overrideMethod(object, 'greet', shout);
  expect(object).toBeInstanceOf(Derived);
  expect(object.constructor.name).toBe('Derived');
  expect((object.constructor as typeof Base).kind).toBe('base');
  expect(Object.keys(object)).toEqual(['greeting']);
});

test('gives all objects of a class the same overriding class', () => {
  const [a, b] = [new Derived(), new Derived('bye')];
  overrideMethod(a, 'greet', shout);
  overrideMethod(b, 'greet', (greet, name) => `<${greet(name)}>`);
  expect(a.constructor).toBe(b.constructor);
  expect([a.greet('you'), b.greet('you')]).toEqual(['HELLO YOU!', '<bye you!>']);
});

test('a later override sees the earlier one as the original', () => {
  const object = new Base();
  overrideMethod(object, 'greet', (greet, name) => `(${greet(name)})`);
  overrideMethod(object, 'greet', shout);
  expect([object.greet('you'), callByKernel(object, 'you')]).toEqual(['(HELLO YOU)', '(HELLO YOU)']);
});

test('overrides several methods of one object', () => {
  const object = new Base();
  overrideMethod(object, 'greet', shout);
  overrideMethod(object, 'toString', () => 'an object');
  expect([object.greet('you'), String(object)]).toEqual(['HELLO YOU', 'an object']);
});

test('overrides a method that the object itself has, as a spy or another library sets it', () => {
  const object = new Base();
  object.greet = (name) => `own ${name}`;
  overrideMethod(object, 'greet', shout);
  expect([object.greet('you'), callByKernel(object, 'you')]).toEqual(['OWN YOU', 'HELLO YOU']);
});

test('leaves a fixed own method, as the jsii kernel sets it for a subclass in Python, which calls the prototype as its super method', () => {
  const object = new Base();
  Object.defineProperty(object, 'greet', { value: (name: string) => `python: ${callByKernel(object, name)}` });
  overrideMethod(object, 'greet', shout);
  expect(object.greet('you')).toBe('python: HELLO YOU');
});
