#!/bin/sh
# Publishes the documentation of this version: its folder on the branch gh-pages, beside those of other versions.
# SITE_BASE is the path that the site is served under.
set -eu
cd "$(dirname "$0")/.."

git worktree remove --force site/dist 2>/dev/null || rm -rf site/dist
if git fetch --quiet origin gh-pages 2>/dev/null; then
  git worktree add --quiet -B gh-pages site/dist origin/gh-pages
else
  git worktree add --quiet --detach site/dist
  git -C site/dist checkout --quiet --orphan gh-pages
  git -C site/dist rm -rfq .
fi
npm run --silent site
touch site/dist/.nojekyll
git -C site/dist add --all
if git -C site/dist diff --cached --quiet; then
  echo 'nothing has changed'
else
  git -C site/dist commit --quiet --message "docs(site): v$(node -p 'require("./package.json").version')"
  git -C site/dist push --quiet origin gh-pages
fi
git worktree remove --force site/dist
