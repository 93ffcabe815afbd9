clusters:
  us:
    bootstrap:
      - a:1
