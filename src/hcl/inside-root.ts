// Paths that a topology may name: relative, with "/", and never out of the topology's root directory, whatever
// stands between. Links are the reader's to follow, and to refuse where they lead out.

/**
 * `path`, as written in a file of directory `base`, from the root: `../shared` in `modules/region` is `modules/shared`.
 * Both are free of `.` and `..` on return; the root itself is empty. Undefined where the path leaves the root.
 */
export function insideRoot(base: string, path: string): string | undefined {
  if (path === '' || path.startsWith('/') || /^[A-Za-z]:|[\\\0]/.test(path)) return undefined
  const places = base === '' ? [] : base.split('/')
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue
    if (step !== '..') places.push(step)
    else if (places.pop() === undefined) return undefined
  }
  return places.join('/')
}
