"""The starter library: artefacts written for this site, and the scripts that make their files.

``python -m content.starter.generate`` writes every file into ``files/``. The output is committed;
``library.toml`` describes each artefact for loading.
"""
